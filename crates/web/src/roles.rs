//! Roles in words.

use access::{Place, Role};
use casework::{ClassId, SchoolId};

use crate::Locale;

/// A role in words.
pub fn name(locale: Locale, role: Role) -> String {
    locale.t(match role {
        Role::Teacher => "role-teacher",
        Role::SchoolLeader => "role-school-leader",
        Role::WellBeingContact => "role-well-being-contact",
        Role::SchoolSocialWorker => "role-school-social-worker",
        Role::Ppr => "role-ppr",
        Role::MunicipalAnalyst => "role-municipal-analyst",
        Role::Administrator => "role-administrator",
        Role::DataProtectionOfficer => "role-data-protection-officer",
        Role::Guardian => "role-guardian",
        Role::InformedParent => "role-informed-parent",
        Role::Child => "role-child",
        Role::FamilyMember => "role-family-member",
        Role::Emergency => "role-emergency",
        Role::Operator => "role-operator",
        Role::SignedIn => "role-signed-in",
        Role::Anonymous => "role-anonymous",
    })
}

/// Where a role is held, in words.
pub fn place(
    locale: Locale,
    place: Place,
    school: impl Fn(SchoolId) -> Option<String>,
    class: impl Fn(ClassId) -> Option<String>,
) -> String {
    match place {
        Place::Municipality => Some(locale.t("role-whole-municipality")),
        Place::School(id) => school(id),
        Place::Class(id) => class(id),
        // Whose family it is stands on the family's own page.
        Place::Pupil(_) => Some(locale.t("role-own-child")),
    }
    .unwrap_or_else(|| locale.t("role-place-gone"))
}
