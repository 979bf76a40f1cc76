//! How the made-up municipality works: what it has changed in the offered workflow, what its staff say about it, what it
//! has decided about its team, how the model lives, and what it has written for everybody to know. Days are told as so many
//! before today; a review ahead has a negative number. Words of closed lists go by the names the program keeps them under.

/// A version of the workflow: when it was decided, and what it changes in the one before.
#[derive(Clone, Copy, Debug)]
pub struct WorkflowTold {
    /// How many days ago it was decided; it holds from the same day.
    pub days_ago: i32,
    /// Who decided it, and why.
    pub because: &'static str,
    /// What it changes: the number of the step, when it applies, within how many days of the step's own kind, and what it
    /// goes with.
    pub changes: &'static [(u16, &'static str, u16, &'static str)],
}

/// The versions of the workflow, oldest first.
pub const WORKFLOW: &[WorkflowTold] = &[
    WorkflowTold {
        days_ago: 620,
        because: "Børne- og Ungeudvalget: vi begynder med den nationale model, som den er",
        changes: &[],
    },
    WorkflowTold {
        days_ago: 96,
        because: "Skolelederkredsen: gennemgang hver tredje uge og fælles kalender med PPR",
        changes: &[
            (
                3,
                "På faste møder hver tredje uge, som står i skolens kalender fra august. For hvert barn beslutter I, hvad der sker nu.",
                21,
                "Fælles møderække med PPR",
            ),
            (
                4,
                "Når gennemgangen ender med en samtale. Barnet og forældrene spørges hver for sig, og barnet vælger selv den voksne. Er der lejrskole, holdes den ugen efter.",
                5,
                "",
            ),
        ],
    },
];

/// What somebody said about a step, and what was answered.
#[derive(Clone, Copy, Debug)]
pub struct RemarkTold {
    /// How many days ago.
    pub days_ago: i32,
    /// Who, by the role they have in the demo.
    pub by: &'static str,
    /// The number of the step; 0 for the whole.
    pub step: u16,
    /// What it is.
    pub kind: &'static str,
    /// The words.
    pub words: &'static str,
    /// The answer, so many days later.
    pub answer: Option<(i32, &'static str)>,
}

/// What was said, oldest first.
pub const REMARKS: &[RemarkTold] = &[
    RemarkTold {
        days_ago: 130,
        by: "school_leader",
        step: 3,
        kind: "proposal",
        words: "En gang om måneden er for sjældent. Når vi ser det, er der gået seks uger for nogen. Kan vi mødes hver tredje uge?",
        answer: Some((
            34,
            "Ja. Det er med i udgaven fra august, og PPR har lagt det samme i deres kalender.",
        )),
    },
    RemarkTold {
        days_ago: 41,
        by: "school_social_worker",
        step: 6,
        kind: "comment",
        words: "Det går godt med tovholder fra dag ét. Familierne siger, at de ved, hvem de skal ringe til.",
        answer: Some((3, "Tak. Det tager vi med på ledermødet.")),
    },
    RemarkTold {
        days_ago: 9,
        by: "teacher",
        step: 4,
        kind: "proposal",
        words: "Fem skoledage er svært, når man har to klasser i prøveuger. Må en anden fra teamet holde samtalen, hvis barnet vil det?",
        answer: None,
    },
];

/// A version of a decision.
#[derive(Clone, Copy, Debug)]
pub struct DecisionTold {
    /// Which.
    pub decision: &'static str,
    /// How many days ago it was decided.
    pub days_ago: i32,
    /// How many days ago it should have been looked at again.
    pub review: i32,
    /// By whom.
    pub by: &'static str,
    /// What.
    pub text: &'static str,
}

/// What has been decided, oldest first; one of the seven nobody has decided yet.
pub const DECISIONS: &[DecisionTold] = &[
    DecisionTold {
        decision: "tasks",
        days_ago: 600,
        review: 235,
        by: "Chefgruppen for børn og unge",
        text: "Teamet rådgiver og sparrer. Det tager ikke selv forløb i det første år.",
    },
    DecisionTold {
        decision: "resources",
        days_ago: 590,
        review: 25,
        by: "Børne- og Ungeudvalget",
        text: "Tre medarbejdere svarende til 2,4 fuldtidsstillinger. Vi ser på det igen, når vi kender antallet af forløb.",
    },
    DecisionTold {
        decision: "leadership",
        days_ago: 590,
        review: -140,
        by: "Chefgruppen for børn og unge",
        text: "Teamet hører til PPR. Lederen af PPR er leder; styregruppen på tværs af skole, PPR og familieafdeling mødes fire gange om året.",
    },
    DecisionTold {
        decision: "time",
        days_ago: 590,
        review: -140,
        by: "Lederen af PPR",
        text: "To er i teamet på fuld tid. Den tredje er der to dage om ugen og resten i PPR, så viden kommer begge veje.",
    },
    DecisionTold {
        decision: "placement",
        days_ago: 580,
        review: -140,
        by: "Styregruppen for skolefravær",
        text: "Teamet sidder samlet hos PPR og er en fast dag hver anden uge på hver skole.",
    },
    DecisionTold {
        decision: "sharing",
        days_ago: 560,
        review: -90,
        by: "Styregruppen for skolefravær og databeskyttelsesrådgiveren",
        text: "Vi skriver i Nærvær og ikke i mails. Hvad der må deles med hvem, står under Regler. Er forældrene ikke med på mødet, skal de have sagt ja.",
    },
    DecisionTold {
        decision: "tasks",
        days_ago: 220,
        review: -145,
        by: "Chefgruppen for børn og unge",
        text: "Teamet rådgiver og sparrer med alle skoler og kan tage op til ti sammensatte forløb ad gangen sammen med skolen. Skolen beholder altid en kontaktperson.",
    },
];

/// Who does what the team does: the function, who, and how one reaches them. One function nobody has been found for yet.
pub const FUNCTIONS: &[(&str, &str, &str)] = &[
    (
        "advice",
        "Kom-i-skole-teamet",
        "Åben telefon tirsdag og torsdag kl. 13–15",
    ),
    (
        "sparring",
        "Kom-i-skole-teamet",
        "Spørg i Nærvær; svar inden for tre arbejdsdage",
    ),
    (
        "takes_over",
        "Kom-i-skole-teamet efter aftale med skolelederen",
        "Aftales på gennemgangen",
    ),
    ("involves", "Tovholderen i hvert forløb", ""),
    ("knowledge", "PPR's psykologer", "Fredagsrådgivning kl. 9–11"),
    (
        "leads",
        "Styregruppen for skolefravær",
        "Fire møder om året; referat på Styring",
    ),
];

/// How many days ago the functions were written, and who decided it.
pub const FUNCTIONS_DECIDED: (i32, &str) = (215, "Styregruppen for skolefravær efter besøg på alle skoler");

/// A half-yearly check: how many days ago, who took part, and how each prerequisite stood with what is done about it.
#[derive(Clone, Copy, Debug)]
pub struct CheckTold {
    /// How many days ago it was held.
    pub days_ago: i32,
    /// How many days ago the next one was to be.
    pub next: i32,
    /// Who took part.
    pub with: &'static str,
    /// The prerequisite, how it stood, and what is done about it.
    pub answers: &'static [(&'static str, &'static str, &'static str)],
}

/// The checks, oldest first.
pub const CHECKS: &[CheckTold] = &[
    CheckTold {
        days_ago: 330,
        next: 150,
        with: "Styregruppen og to skoleledere",
        answers: &[
            (
                "team",
                "Teamet er samlet, men de små skoler kender det ikke endnu.",
                "Teamet kommer på et personalemøde på hver skole inden påske.",
            ),
            (
                "workflows",
                "Vi bruger den nationale model, som den er. Ingen har haft tid til at rette den til.",
                "Skolelederkredsen samler forslag.",
            ),
            ("anchored", "Fem af otte skoler har en ressourceperson.", ""),
            (
                "knowledge",
                "Lærerne efterspørger noget, de kan gøre i klassen.",
                "Vi skriver korte sider.",
            ),
        ],
    },
    CheckTold {
        days_ago: 148,
        next: -35,
        with: "Styregruppen, tre skoleledere og en tillidsrepræsentant",
        answers: &[
            (
                "team",
                "Alle skoler ved, hvem de kan ringe til. Der er travlt op til ferierne.",
                "Vi ser på ressourcerne til efteråret.",
            ),
            (
                "workflows",
                "Gennemgangen er for sjælden på de store skoler.",
                "Ny udgave af arbejdsgangen til august.",
            ),
            (
                "anchored",
                "Alle skoler har en ressourceperson. To steder bruges sparringen næsten ikke; de ved ikke, at man kan spørge uden at nævne barnet.",
                "Lederne tager det op på personalemødet.",
            ),
            (
                "knowledge",
                "De korte sider bliver læst. Der mangler noget om store børn, der er oppe hele natten.",
                "PPR skriver en side.",
            ),
        ],
    },
];

/// A page of knowledge.
#[derive(Clone, Copy, Debug)]
pub struct KnowledgeTold {
    /// How many days ago it was written.
    pub days_ago: i32,
    /// Its title.
    pub title: &'static str,
    /// How much it asks.
    pub depth: &'static str,
    /// For whom.
    pub audiences: &'static [&'static str],
    /// The page.
    pub text: &'static str,
    /// Its source.
    pub source: &'static str,
}

/// The pages.
pub const KNOWLEDGE: &[KnowledgeTold] = &[
    KnowledgeTold {
        days_ago: 300,
        title: "Tidlige tegn: hvad du kan lægge mærke til",
        depth: "basic",
        audiences: &["everybody"],
        text: "Fravær begynder sjældent med fravær. Det begynder med små ændringer: et barn, der kommer sent om mandagen, sidder for sig selv i frikvarteret, har ondt i maven før idræt eller ikke længere rækker hånden op.\n\n\
Ét tegn er nok til at sige det højt. Du skal ikke vide, hvad der er galt, og du skal ikke vente, til der er nok dage.\n\n\
Skriv det som en bekymring, eller tag det med på teammødet. Spørg barnet, før du gætter: Hvad er svært? Hvad er godt? Hvad ville gøre det lettere i morgen?",
        source: "Social- og Boligstyrelsens model for arbejdet med bekymrende skolefravær",
    },
    KnowledgeTold {
        days_ago: 290,
        title: "Den første samtale med barnet",
        depth: "basic",
        audiences: &["teacher", "well_being_contact"],
        text: "Før: Lad barnet vælge sted og voksen. Fortæl, hvad samtalen handler om, og hvem der får noget at vide.\n\n\
Under: Begynd med det, der går godt. Spørg om en helt almindelig dag fra sengen til første time. Hold pauser. Et barn, der tier, har også sagt noget.\n\n\
Efter: Sig, hvad I er blevet enige om, og hvornår I ses igen. Skriv barnets egne ord og ikke din tolkning.",
        source: "",
    },
    KnowledgeTold {
        days_ago: 280,
        title: "Spørg om råd uden at nævne barnet",
        depth: "basic",
        audiences: &["everybody"],
        text: "Du kan altid spørge en kollega eller teamet om råd. Skriv, hvad du ser, og hvad I har prøvet, og lad navn, klasse og fødselsdag ude.\n\n\
Der bliver ikke oprettet noget forløb, fordi du spørger. Svaret er til dig.",
        source: "",
    },
    KnowledgeTold {
        days_ago: 110,
        title: "Når døgnet er vendt",
        depth: "deep",
        audiences: &["ppr", "school_social_worker", "well_being_contact"],
        text: "Nogle af de store børn er oppe hele natten. Det er sjældent årsagen alene; det er tit en måde at slippe for en dag, der er for svær.\n\n\
Begynd ikke med sengetiden. Find først én grund til at stå op: én time, én voksen, ét fag. Aftal et tidspunkt midt på dagen, der kan lykkes, og flyt det en halv time ad gangen.\n\n\
Tal med forældrene om aftenen uden at placere skyld. Er der tegn på depression eller selvskade, så tal med PPR samme dag.",
        source: "Skrevet af PPR efter status i sommer",
    },
    KnowledgeTold {
        days_ago: 105,
        title: "Når sagen vokser: hvem inddrages hvornår",
        depth: "deep",
        audiences: &["school_leader", "school_social_worker", "ppr"],
        text: "Spørg først familien, hvem de har tillid til. Saml så de få, der kan gøre noget nu, og sig til de andre, hvad de venter på.\n\n\
Er barnet væk i længere tid, skal der stadig være én på skolen, som skriver eller ringer hver uge. Teamet tager ikke barnet væk fra skolen; det kommer til.",
        source: "",
    },
];
