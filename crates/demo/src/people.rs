//! Whom one can ask in the made-up municipality: what people of the schools say of themselves, a team, specialists outside
//! and agreed mandates. Everybody is made up, and no telephone number is one that is given out in Denmark.

/// What somebody says one can ask them.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// The user name.
    pub username: &'static str,
    /// The schools, by index.
    pub schools: &'static [usize],
    /// What one can come with.
    pub come_with: &'static str,
    /// Telephone.
    pub telephone: &'static str,
    /// Where.
    pub place: &'static str,
    /// When: the day, from, until; at each of the schools in turn.
    pub hours: &'static [&'static [(&'static str, &'static str, &'static str)]],
    /// Otherwise.
    pub otherwise: &'static str,
    /// What the person is, where the role does not say it.
    pub title: &'static str,
}

/// Somebody in the team.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The user name, or the name of somebody without an account.
    pub who: &'static str,
    /// What the member brings along.
    pub competences: &'static [&'static str],
    /// The same in own words.
    pub own: &'static str,
    /// Hours a week.
    pub hours: Option<u32>,
    /// What the member may decide.
    pub mandate: &'static str,
    /// How many days ago the member left, for one who has.
    pub left: Option<i32>,
}

/// A specialist outside.
#[derive(Clone, Copy, Debug)]
pub struct Specialist {
    /// The service.
    pub service: &'static str,
    /// The school by index, where it is for one.
    pub school: Option<usize>,
    /// What it is called.
    pub name: &'static str,
    /// What for.
    pub what_for: &'static str,
    /// Whom one contacts.
    pub whom: &'static str,
    /// Telephone.
    pub telephone: &'static str,
    /// Another way.
    pub way: &'static str,
    /// What is agreed.
    pub agreement: &'static str,
    /// How many days ago somebody made sure.
    pub confirmed: i32,
}

/// An agreed mandate.
#[derive(Clone, Copy, Debug)]
pub struct Mandate {
    /// What it is called.
    pub name: &'static str,
    /// Whom it is for.
    pub of: &'static str,
    /// What may be decided.
    pub words: &'static str,
}

/// What people say of themselves. The last schools have nobody yet, so that it is seen what a page says then.
pub const CARDS: &[Card] = &[
    Card {
        username: "trivsel.1",
        schools: &[0, 1, 2],
        come_with: "Kom, når et barn trækker sig, er ked af at skulle i skole, eller når du bare er i tvivl. Jeg kan gå med ind i klassen eller tage en snak med barnet.",
        telephone: "10 20 30 41",
        place: "Det gule rum ved biblioteket",
        hours: &[
            &[
                ("monday", "08:00", "12:00"),
                ("thursday", "10:00", "14:00"),
                ("friday", "08:00", "12:30"),
            ],
            &[("tuesday", "08:00", "14:00")],
            &[("wednesday", "08:00", "13:00")],
        ],
        otherwise: "Skriv en besked, så svarer jeg samme dag",
        title: "",
    },
    Card {
        username: "akt.1",
        schools: &[0, 1],
        come_with: "Uro i klassen, konflikter i frikvarteret og børn, der har brug for et sted at trække sig tilbage til.",
        telephone: "10 20 30 42",
        place: "AKT-værkstedet i kælderen",
        hours: &[
            &[
                ("monday", "08:00", "14:00"),
                ("wednesday", "08:00", "14:00"),
                ("friday", "08:00", "14:00"),
            ],
            &[("tuesday", "08:00", "14:00"), ("thursday", "08:00", "14:00")],
        ],
        otherwise: "",
        title: "AKT-lærer",
    },
    Card {
        username: "socialraadgiver",
        schools: &[0, 1, 2],
        come_with: "Når du er bekymret for, hvordan et barn har det derhjemme, eller hvis en familie har brug for hjælp, skolen ikke selv kan give. Ring gerne uden navn først.",
        telephone: "10 20 30 43",
        place: "Mødelokalet ved kontoret",
        hours: &[
            &[("tuesday", "09:00", "15:00"), ("thursday", "09:00", "12:00")],
            &[("monday", "09:00", "15:00")],
            &[("wednesday", "09:00", "12:00")],
        ],
        otherwise: "Telefon hverdage kl. 8-9",
        title: "",
    },
    Card {
        username: "skoleleder",
        schools: &[0],
        come_with: "Pligter og frister ved fravær, og når der er brug for en beslutning om timer, lokaler eller vikarer.",
        telephone: "10 20 30 40",
        place: "Kontoret",
        hours: &[&[
            ("monday", "07:30", "15:30"),
            ("tuesday", "07:30", "15:30"),
            ("wednesday", "07:30", "15:30"),
            ("thursday", "07:30", "15:30"),
            ("friday", "07:30", "14:00"),
        ]],
        otherwise: "Døren står åben efter kl. 14",
        title: "",
    },
    Card {
        username: "ppr.1",
        schools: &[0],
        come_with: "Råd om læring, angst og uro, også uden at et barn er henvist. Tag gerne et eksempel med.",
        telephone: "10 20 30 44",
        place: "Mødelokalet ved kontoret",
        hours: &[&[("wednesday", "09:00", "12:00")]],
        otherwise: "Rådgivning pr. telefon torsdag kl. 13-14",
        title: "PPR-psykolog",
    },
    Card {
        username: "trivsel.2",
        schools: &[4, 5],
        come_with: "Alt om trivsel, stort og småt. Jeg er der for både børn og voksne.",
        telephone: "10 20 30 45",
        place: "Trivselsrummet",
        hours: &[&[("monday", "08:00", "13:00")], &[("tuesday", "08:00", "13:00")]],
        otherwise: "",
        title: "",
    },
];

/// The name of the team, where it belongs, what it may decide, and the user name of who leads it.
pub const TEAM: (&str, &str, &str, &str) = (
    "Kom-i-skole-teamet",
    "Børn og Unge, Solbæk Kommune",
    "Teamet beslutter selv, hvem af dem der går ind i et forløb, og kan sætte støtte i gang i op til seks uger, før ledelsen spørges.",
    "kom-i-skole.1",
);

/// Who is in the team, and who was.
pub const MEMBERS: &[Member] = &[
    Member {
        who: "kom-i-skole.1",
        competences: &["school", "child_talk"],
        own: "Skolestart, sociale historier",
        hours: Some(30),
        mandate: "Må aftale en kortere skoledag med familie og skole i op til fire uger.",
        left: None,
    },
    Member {
        who: "socialraadgiver",
        competences: &["social", "child_talk"],
        own: "",
        hours: Some(6),
        mandate: "Må bevilge kontaktperson i op til otte uger.",
        left: None,
    },
    Member {
        who: "ppr.1",
        competences: &["psychological", "vulnerability"],
        own: "Autisme",
        hours: Some(8),
        mandate: "",
        left: None,
    },
    Member {
        who: "Signe Havblikstrand",
        competences: &["occupational_therapy"],
        own: "Sansestimuli, hjælpemidler",
        hours: None,
        mandate: "",
        left: None,
    },
    Member {
        who: "Villy Brombærhegn",
        competences: &["facilitation"],
        own: "",
        hours: None,
        mandate: "",
        left: Some(40),
    },
];

/// Specialists outside the schools.
pub const SPECIALISTS: &[Specialist] = &[
    Specialist {
        service: "ppr",
        school: None,
        name: "PPR i Solbæk",
        what_for: "Råd og sparring uden henvisning, og pædagogisk-psykologisk vurdering, når forældrene er enige.",
        whom: "Den psykolog, der er tilknyttet skolen",
        telephone: "10 20 40 10",
        way: "Rådgivning pr. telefon torsdag kl. 13-14",
        agreement: "Skolen ringer, før den henviser. Svar inden for fem hverdage, og et navn på den, der tager sagen.",
        confirmed: 35,
    },
    Specialist {
        service: "bup",
        school: None,
        name: "Børne- og ungdomspsykiatrien, visitationen",
        what_for: "Udredning, når PPR har set på barnet, og lægen henviser.",
        whom: "Visitationen; lægevagten i akutte tilfælde",
        telephone: "10 20 40 20",
        way: "",
        agreement: "Tovholderen beder om en dato for svar og holder kontakten med barnet imens.",
        confirmed: 430,
    },
    Specialist {
        service: "social",
        school: None,
        name: "Familieafdelingen, modtagelsen",
        what_for: "Når barnet eller familien kan have brug for støtte efter barnets lov, og ved underretning.",
        whom: "Den socialrådgiver, der har modtagelsen den dag",
        telephone: "10 20 40 30",
        way: "Underretninger på kommunens skema",
        agreement: "Modtagelsen siger til skolen, at underretningen er kommet, inden for seks hverdage.",
        confirmed: 60,
    },
    Specialist {
        service: "viso",
        school: None,
        name: "VISO",
        what_for: "Gratis specialrådgivning, når det er sjældent eller særlig kompliceret, og kommunens egne ikke rækker.",
        whom: "PPR henvender sig på skolens vegne",
        telephone: "",
        way: "Skema til henvendelse på VISOs side",
        agreement: "PPR samler spørgsmålet sammen med tovholderen.",
        confirmed: 90,
    },
    Specialist {
        service: "health_nurse",
        school: Some(0),
        name: "Skolens sundhedsplejerske",
        what_for: "Søvn, mavepine, hovedpine, syn og hørelse; samtaler med barnet og forældrene.",
        whom: "Grethe Kløverengsig",
        telephone: "10 20 40 50",
        way: "På skolen onsdag kl. 8-13",
        agreement: "Kan spørges uden henvisning. Deler kun efter samtykke.",
        confirmed: 20,
    },
    Specialist {
        service: "guidance",
        school: None,
        name: "Ungevejledningen",
        what_for: "Elever i 7.-10. klasse, der mangler et mål med skolen, og erhvervspraktik som en vej tilbage.",
        whom: "Den vejleder, der er på skolen",
        telephone: "10 20 40 60",
        way: "",
        agreement: "Praktik aftales altid med skole og forældre.",
        confirmed: 120,
    },
    Specialist {
        service: "leisure",
        school: None,
        name: "Fritidsvejlederne",
        what_for: "Et barn, der har brug for en fritidsinteresse og kammerater uden for klassen; hjælp til kontingent.",
        whom: "Vagttelefonen",
        telephone: "10 20 40 70",
        way: "Hverdage kl. 10-16",
        agreement: "De følger barnet de første tre gange.",
        confirmed: 75,
    },
];

/// Who decided the mandates.
pub const DECIDED: &str = "Skolelederkredsen og chefen for Børn og Unge";

/// The mandates agreed beforehand.
pub const MANDATES: &[Mandate] = &[
    Mandate {
        name: "Tovholder på skolen",
        of: "coordinator",
        words: "Må selv aftale et kortere skema i op til fire uger, en fast voksen om morgenen og et roligt rum. Spørger ledelsen, før timer til støtte varer længere end seks uger.",
    },
    Mandate {
        name: "Tovholder fra kom-i-skole-teamet",
        of: "coordinator",
        words: "Må bestemme over teamets egne timer, indkalde til møde og aftale undervisning hjemme i op til to uger. Skolens leder beslutter skema og vikarer.",
    },
    Mandate {
        name: "Medlem af kom-i-skole-teamet",
        of: "team_member",
        words: "Må gå ind i et forløb inden for en uge uden at spørge egen leder og bruge op til ti timer på det.",
    },
    Mandate {
        name: "Skolesocialrådgiver i et forløb",
        of: "participant",
        words: "Må tilbyde op til fem samtaler og en kontaktperson i otte uger uden bevilling.",
    },
];
