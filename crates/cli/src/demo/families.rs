//! Families of the made-up municipality: a mother and a 13-year-old who sign in, a consent withdrawn, both exchanges of
//! § 11 e used, and a family with protected address whose parents have different rights.

use access::{Actor, CaseFacts, RequestFacts, Role, ViewFacts, act, may, on, scope};
use anyhow::{Context, Result, anyhow};
use casework::case::vocabulary::{Contact, Party};
use casework::case::{Answers, CaseEvent, Form, Known};
use casework::family::FamilySettings;
use casework::hearing::age_on;
use casework::request::{RequestDraft, What};
use casework::view::{Circle, Pane, Tool, ViewDraft, ViewOf};
use casework::{Case, CaseId, PersonId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use store::{FamilyAccount, NewFamilyLink, PupilIdentity, Store};

use super::PASSWORD;

/// Who signs in: what they are, and the user name.
pub const SIGN_INS: [(&str, &str); 4] = [
    ("guardian", "mor"),
    ("child", "barn"),
    ("guardian_protected", "mor.beskyttet"),
    ("informed_parent", "far.beskyttet"),
];

fn event(act: &str, answers: &[(&str, &str)], today: Date) -> Result<CaseEvent> {
    let form = Form::of(act).with_context(|| format!("there is no act `{act}`"))?;
    let all: Answers = answers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    form.read(&all, today)
        .map_err(|problems| anyhow!("`{act}` was refused: {:?}", problems.all()))
}

struct Telling<'t> {
    store: &'t Store,
    today: Date,
}

impl Telling<'_> {
    async fn link(&self, leader: &Actor, case: CaseId, (role, name, username): (Role, &str, &str)) -> Result<PersonId> {
        let facts = self
            .store
            .family_access_facts(case, self.today)
            .await?
            .context("a case")?;
        let permit = may::<act::Create, on::FamilyAccess>(leader, &facts, self.today)?;
        let new = NewFamilyLink {
            role,
            name: name.to_owned(),
            reason: None,
        };
        let link = self.store.family_link_make(&permit, &new).await?;
        let account = FamilyAccount::New {
            username: username.to_owned(),
            password: PASSWORD.to_owned(),
            demo: true,
        };
        Ok(self.store.family_link_use(&link, &account).await?)
    }

    fn known(&self) -> Known {
        Known {
            today: self.today,
            born: None,
            break_near: None,
            consent_when_absent: false,
        }
    }

    /// A mother and her child of at least 13, in the case told about them.
    async fn first(&self, leader: &Actor, case: &Case, who: &PupilIdentity) -> Result<()> {
        let family = who.name.full();
        let last = family.split_whitespace().last().unwrap_or_default();
        let mother = self
            .link(leader, case.id, (Role::Guardian, &format!("Mette {last}"), "mor"))
            .await?;
        let child = self.link(leader, case.id, (Role::Child, &family, "barn")).await?;
        let (mother, child) = (self.store.actor(mother).await?, self.store.actor(child).await?);
        let facts = self.store.case_facts(case.id, self.today).await?.context("a case")?;
        let write = may::<act::Create, on::Family>(&mother, &facts.pupil, self.today)?;
        let today = self.today.to_string();
        let consent = event(
            "ground_recorded",
            &[
                ("kind", "consent"),
                ("purpose", "At PPR og skolen sammen kan finde ud af, hvad der hjælper."),
                ("with", "ppr"),
                ("parties", "skolen og PPR"),
                ("data", "fravær og planen"),
                ("given", "Givet på familiens side."),
                ("from", &today),
            ],
            self.today,
        )?;
        let ground = self
            .store
            .family_write(&write, case.id, &consent, &self.known())
            .await?
            .map_err(|refusal| anyhow!("{refusal}"))?;
        let change = may::<act::Change, on::Case>(leader, &facts, self.today)?;
        let invited = event(
            "participant_invited",
            &[
                ("name", "Konsulent i PPR"),
                ("role", "ppr"),
                ("purpose", "Råd om trygge frikvarterer"),
                ("family_knows", "yes"),
                ("knows_best", "no"),
            ],
            self.today,
        )?;
        let _asked = self.store.case_write(&change, &invited, &self.known()).await?;
        let withdrawn = event(
            "ground_withdrawn",
            &[
                ("ground", &ground.number().to_string()),
                (
                    "words",
                    "Trukket tilbage på familiens side. Delt med konsulenten i PPR indtil i dag.",
                ),
            ],
            self.today,
        )?;
        self.store
            .family_write(&write, case.id, &withdrawn, &self.known())
            .await?
            .map_err(|refusal| anyhow!("{refusal}"))?;
        // Both exchanges without consent are used; a third would be refused.
        for _ in 0..2 {
            let exchange = event(
                "ground_recorded",
                &[
                    ("kind", "early_exchange"),
                    ("purpose", "Et møde om, hvordan vi hjælper i tide."),
                    ("with", "health_nurse"),
                    ("parties", "skolen og sundhedsplejen"),
                    ("data", "hvordan barnet har det i skolen"),
                    ("given", "Samtykke blev overvejet og søgt; mødet kunne ikke vente."),
                    ("from", &today),
                ],
                self.today,
            )?;
            let _used = self.store.case_write(&change, &exchange, &self.known()).await?;
        }
        self.words(
            case,
            &mother,
            (ViewOf::Guardian, Tool::Understanding),
            &[
                (
                    Pane::Understanding,
                    "Morgenerne er svære, især mandag. Hjemme er der ro.",
                ),
                (Pane::WhatToDo, "At nogen tager imod ved døren."),
            ],
        )
        .await?;
        self.words(
            case,
            &child,
            (ViewOf::Child, Tool::ThreeHouses),
            &[
                (Pane::Good, "Billedkunst og min lærer i dansk."),
                (Pane::Worries, "Larmen i det store frikvarter."),
                (
                    Pane::Wishes,
                    "At jeg kan gå ind i biblioteket, når det bliver for meget.",
                ),
            ],
        )
        .await?;
        let asked = RequestFacts {
            pupil: facts.pupil.clone(),
            request: None,
            in_case: false,
            people: BTreeSet::new(),
        };
        let permit = may::<act::Create, on::FamilyRequest>(&mother, &asked, self.today)?;
        let draft = RequestDraft {
            case: Some(case.id),
            what: What::Question,
            about: None,
            day: None,
            of: Party::Guardian,
            words: "Hvem tager imod på mandag?".to_owned(),
        };
        let question = draft.check(who.id, self.today);
        let question = question.map_err(|_| anyhow!("a made-up question was refused"))?;
        self.store.request_ask(&permit, &question).await?;
        Ok(())
    }

    async fn words(&self, case: &Case, actor: &Actor, (of, tool): (ViewOf, Tool), said: &[(Pane, &str)]) -> Result<()> {
        let facts = ViewFacts {
            pupil: case.pupil,
            case: case.id,
            view: None,
            readers: actor.person().into_iter().collect(),
        };
        let permit = may::<act::Create, on::View>(actor, &facts, self.today)?;
        let draft = ViewDraft {
            who: if of == ViewOf::Child {
                "Mig".to_owned()
            } else {
                "Mette".to_owned()
            },
            panes: said
                .iter()
                .map(|(pane, words)| (*pane, (*words).to_owned()))
                .collect::<BTreeMap<_, _>>(),
            sees: BTreeSet::from([Circle::Coordinator]),
            ..ViewDraft::default()
        };
        let given = draft.check(case.pupil, case.id, (of, tool, Contact::Written), self.today);
        let given = given.map_err(|_| anyhow!("made-up words were refused"))?;
        self.store.view_write(&permit, &given).await?;
        Ok(())
    }

    /// A child with name and address protection: the mother has custody, the father is told how it goes and no place.
    async fn protected(&self, leader: &Actor, who: &PupilIdentity) -> Result<()> {
        let facts = self.store.pupil_facts(who.id, self.today).await?.context("a pupil")?;
        let by = leader.person().context("a leader")?.to_string();
        let opened = event(
            "opened",
            &[
                ("origin", "by_hand"),
                ("reason", "Familien er flyttet og har brug for, at vi følger med."),
                ("coordinator", &by),
                ("mandate", "decides"),
                ("school_contact", &by),
                ("pupil", &who.id.to_string()),
            ],
            self.today,
        )?;
        let new = CaseFacts {
            pupil: facts,
            case: None,
            people: BTreeSet::new(),
        };
        let permit = may::<act::Create, on::Case>(leader, &new, self.today)?;
        let case = self.store.case_open(&permit, &opened).await??;
        self.link(leader, case, (Role::Guardian, "Nour", "mor.beskyttet"))
            .await?;
        self.link(leader, case, (Role::InformedParent, "Karim", "far.beskyttet"))
            .await?;
        Ok(())
    }
}

/// Lets the families have their accounts, as their schools' leaders would.
pub async fn settle(store: &Store) -> Result<()> {
    let today = store.today();
    let telling = Telling { store, today };
    let settings = FamilySettings {
        child_from_age: Some(12),
        younger_when_mature: true,
        child_source: "Solbæk Kommune, Børne- og Ungeudvalget (opdigtet)".to_owned(),
        ..FamilySettings::default()
    };
    let value = serde_json::to_string(&settings)?;
    store.setting_set(None, "family", &value, 0).await?;
    let (mut first, mut protected) = (false, false);
    let mut leaders: Vec<_> = store.staff_list().await?;
    leaders.retain(|one| one.username.starts_with("leder."));
    for one in leaders {
        let leader = store.actor(one.id).await?;
        let cases = store.case_list(&scope::<act::List, on::Case>(&leader, today)?).await?;
        if !first {
            let old = |who: &PupilIdentity| who.birth_date.is_some_and(|born| age_on(born, today) >= 13);
            if let Some((case, who)) = cases
                .iter()
                .find(|(case, who)| case.is_open() && case.paused.is_none() && old(who))
            {
                telling.first(&leader, case, who).await?;
                first = true;
            }
        }
        if !protected {
            let all = scope::<act::List, on::PupilAttendance>(&leader, today)?;
            let seen = store.seen(&all).await?;
            let in_case: BTreeSet<_> = cases.iter().map(|(case, _)| case.pupil).collect();
            let found = seen
                .pupils()
                .find(|one| one.protected() && one.is_enrolled() && !in_case.contains(&one.id()));
            if let Some(one) = found {
                let names = scope::<act::List, on::PupilIdentity>(&leader, today)?;
                let who = store.pupil_names(&names, "demo", &[one.id()]).await?.pop();
                telling.protected(&leader, &who.context("a pupil's name")?).await?;
                protected = true;
            }
        }
    }
    Ok(())
}
