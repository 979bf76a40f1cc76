//! Whom one can ask in the made-up municipality, written through the same checks as a person's.

use access::{Actor, SchoolPersonFacts, Spot, TeamFacts, act, may};
use anyhow::{Context, Result, anyhow};
use casework::mandate::{MandateDraft, MandateFor, Mandates};
use casework::people::{
    Competence, Member, MemberDraft, SchoolPersonDraft, Service, SpecialistDraft, TeamDraft, Weekday,
};
use casework::{PersonId, Problems, SchoolId};
use demo::Municipality;
use demo::people::{CARDS, Card, DECIDED, MANDATES, MEMBERS, SPECIALISTS, TEAM};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use store::Store;

/// The setting agreed mandates are kept in; the pages read it under this name.
const MANDATES_SETTING: &str = "mandates";

fn refused(problems: &Problems) -> anyhow::Error {
    anyhow!("a form was refused: {:?}", problems.all())
}

struct Telling<'t> {
    store: &'t Store,
    today: Date,
    staff: BTreeMap<String, PersonId>,
    /// The schools in the order of the municipality.
    schools: Vec<SchoolId>,
}

impl Telling<'_> {
    fn ago(&self, days: i32) -> Result<Date> {
        Ok(self.today.checked_sub(days.days())?)
    }

    async fn card(&self, card: &Card) -> Result<()> {
        // A small town has fewer schools, and fewer people.
        let Some(person) = self.staff.get(card.username).copied() else {
            return Ok(());
        };
        let actor = self.store.actor(person).await?;
        for (at, hours) in card.schools.iter().zip(card.hours) {
            let Some(school) = self.schools.get(*at).copied() else {
                continue;
            };
            let hours = hours.iter().map(|(day, from, to)| {
                let day = Weekday::from_word(day).context("a weekday")?;
                anyhow::Ok((day, ((*from).to_owned(), (*to).to_owned())))
            });
            let draft = SchoolPersonDraft {
                title: card.title.to_owned(),
                come_with: card.come_with.to_owned(),
                place: card.place.to_owned(),
                hours: hours.collect::<Result<_>>()?,
                otherwise: card.otherwise.to_owned(),
                telephone: card.telephone.to_owned(),
            };
            let says = draft.check().map_err(|problems| refused(&problems))?;
            let of = SchoolPersonFacts { school, person };
            let permit = may::<act::Change, access::on::SchoolPerson>(&actor, &of, self.today)?;
            self.store.school_person_put(&permit, &says, 0).await?;
        }
        Ok(())
    }

    fn members(&self) -> Result<Vec<Member>> {
        let one = |member: &demo::people::Member| {
            let person = self.staff.get(member.who).copied();
            let competences = member.competences.iter().map(|word| Competence::from_word(word));
            let draft = MemberDraft {
                person,
                name: member.who.to_owned(),
                from: self.ago(300)?.to_string(),
                to: member
                    .left
                    .map(|days| self.ago(days))
                    .transpose()?
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
                competences: competences.collect::<Option<BTreeSet<_>>>().context("a competence")?,
                own: member.own.to_owned(),
                hours: member.hours.map(|hours| hours.to_string()).unwrap_or_default(),
                mandate: member.mandate.to_owned(),
            };
            draft.check().map_err(|problems| refused(&problems))
        };
        // In a small town some have no account; a user name is no name.
        let there = |member: &&demo::people::Member| member.who.contains(' ') || self.staff.contains_key(member.who);
        MEMBERS.iter().filter(there).map(one).collect()
    }

    async fn team(&self, administrator: &Actor) -> Result<()> {
        let (name, unit, mandate, leader) = TEAM;
        let draft = TeamDraft {
            name: name.to_owned(),
            unit: unit.to_owned(),
            mandate: mandate.to_owned(),
            leader: self.staff.get(leader).copied(),
            schools: self.schools.iter().copied().collect(),
        };
        let team = draft.check(self.members()?).map_err(|problems| refused(&problems))?;
        let new = TeamFacts {
            team: None,
            leader: None,
            schools: BTreeSet::new(),
        };
        let permit = may::<act::Create, access::on::Team>(administrator, &new, self.today)?;
        self.store.team_add(&permit, &team).await?;
        Ok(())
    }

    async fn specialists(&self, administrator: &Actor) -> Result<()> {
        for one in SPECIALISTS {
            let school = one.school.and_then(|at| self.schools.get(at)).copied();
            let draft = SpecialistDraft {
                service: Service::from_word(one.service),
                school,
                name: one.name.to_owned(),
                what_for: one.what_for.to_owned(),
                whom: one.whom.to_owned(),
                telephone: one.telephone.to_owned(),
                way: one.way.to_owned(),
                agreement: one.agreement.to_owned(),
                confirmed_on: self.ago(one.confirmed)?.to_string(),
            };
            let kept = draft.check(self.today).map_err(|problems| refused(&problems))?;
            let spot = school.map_or(Spot::Municipality, Spot::School);
            let permit = may::<act::Create, access::on::Specialist>(administrator, &spot, self.today)?;
            self.store.specialist_add(&permit, &kept).await?;
        }
        Ok(())
    }

    async fn mandates(&self, administrator: PersonId) -> Result<()> {
        let from = self.ago(200)?.to_string();
        let row = |one: &demo::people::Mandate| MandateDraft {
            name: one.name.to_owned(),
            of: MandateFor::from_word(one.of),
            words: one.words.to_owned(),
            from: from.clone(),
            to: String::new(),
        };
        let rows: Vec<MandateDraft> = MANDATES.iter().map(row).collect();
        let kept = Mandates::read(&rows, DECIDED).map_err(|problems| refused(&problems))?;
        let value = serde_json::to_string(&kept)?;
        self.store
            .setting_set(Some(administrator), MANDATES_SETTING, &value, 0)
            .await?;
        Ok(())
    }
}

/// Writes whom one can ask.
pub async fn settle(store: &Store, made: &Municipality) -> Result<()> {
    let roster = store.roster().await?;
    let id = |external: &str| {
        roster
            .schools()
            .iter()
            .find(|one| one.external_id == external)
            .map(|one| one.id)
    };
    let staff = store.staff_list().await?.into_iter().map(|one| (one.username, one.id));
    let telling = Telling {
        store,
        today: store.today(),
        staff: staff.collect(),
        schools: made.schools.iter().filter_map(|school| id(&school.id)).collect(),
    };
    for card in CARDS {
        telling
            .card(card)
            .await
            .with_context(|| format!("what `{}` can be asked", card.username))?;
    }
    let administrator = telling
        .staff
        .get("administrator")
        .copied()
        .context("an administrator")?;
    let actor = store.actor(administrator).await?;
    telling.team(&actor).await.context("the team")?;
    telling.specialists(&actor).await.context("the specialists")?;
    telling.mandates(administrator).await.context("the mandates")
}
